import { type ComputedRef, type Ref, computed, ref, watch } from 'vue';
import { DivisionWithParentsDocument, DivisionsDocument, type DivisionsQuery } from '../../../schema/generated/graphql.ts';
import { useExecute } from '../api/execute.ts';
import { type Query, useQuery } from '../api/use-query.ts';

/** A choice of place in up to three steps. */
export interface DivisionChoice {
  readonly province: Ref<string>;
  readonly city: Ref<string>;
  readonly county: Ref<string>;
  readonly provinces: Query<DivisionsQuery>;
  readonly cities: Query<DivisionsQuery>;
  readonly counties: Query<DivisionsQuery>;
  /** The finished choice, or an empty string; a city without counties (there are some) is finished by itself. */
  readonly code: ComputedRef<string>;
}

/** Province, then city, then county; beginning from a code chosen before, or from a province to start with. */
export function useDivisionChoice(initialCode: string, startProvince: string): DivisionChoice {
  const province = ref(initialCode ? '' : startProvince);
  const city = ref('');
  const county = ref('');
  const listBelow = (parent: Ref<string>) => useQuery(DivisionsDocument, () => (parent.value ? { parentCode: parent.value } : null));

  const provinces = useQuery(DivisionsDocument, {});
  const cities = listBelow(province);
  const counties = listBelow(city);

  // The codes above are not always prefixes of those below, so the directory is asked.
  const execute = useExecute();
  async function takeUp(code: string): Promise<void> {
    const { division } = await execute(DivisionWithParentsDocument, { code });
    const line = [division, division?.parent, division?.parent?.parent];
    const at = (level: string) => line.find((place) => place?.level === level)?.code ?? '';
    province.value = at('PROVINCE');
    city.value = at('CITY');
    county.value = at('COUNTY');
  }
  if (initialCode) takeUp(initialCode).catch(() => (province.value = startProvince));

  watch(province, (_chosen, former) => {
    if (former) city.value = '';
  });
  watch(city, (_chosen, former) => {
    if (former) county.value = '';
  });

  const code = computed(() => {
    if (county.value) return county.value;
    return city.value && counties.data.value?.divisions.length === 0 ? city.value : '';
  });
  return { province, city, county, provinces, cities, counties, code };
}
