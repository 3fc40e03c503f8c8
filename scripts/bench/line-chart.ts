/** Draws lines over a logarithmic axis as SVG, by hand: what our plots need is less than any library brings. */

/** One line. */
export interface Line {
  readonly name: string;
  /** Places on the axis with what was measured there, in that order. */
  readonly points: readonly (readonly [number, number])[];
}

/** What is drawn. */
export interface Chart {
  readonly title: string;
  /** What the axis below counts; it is logarithmic, so places are above 0, and its marks are the places of the points. */
  readonly across: string;
  /** What the axis at the side counts; from 0 up, or logarithmic where values lie far apart. */
  readonly up: string;
  readonly isLogarithmic: boolean;
  readonly lines: readonly Line[];
}

const [WIDTH, HEIGHT] = [760, 400];
const AREA = { left: 70, right: 520, top: 50, bottom: 340 };
/** Told apart by people who see few colours, too (Okabe and Ito). */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#000000'];
/** The least distance between two names at the ends of lines. */
const NAME_HEIGHT = 16;

/** @throws RangeError when there is nothing to draw. */
export function lineChart(chart: Chart): string {
  const points = chart.lines.flatMap(({ points: each }) => each);
  if (points.length === 0) throw new RangeError('A chart without points says nothing');
  const places = [...new Set(points.map(([place]) => place))].toSorted((one, other) => one - other);
  const across = scale(logarithmOf(places), [AREA.left, AREA.right]);
  const values = points.map(([, value]) => value);
  const marks = chart.isLogarithmic ? powersAround(values) : stepsTo(Math.max(...values));
  const heights = chart.isLogarithmic ? logarithmOf(marks) : [0, marks.at(-1) ?? 1];
  const up = scale(heights, [AREA.bottom, AREA.top]);
  const at = ([place, value]: readonly [number, number]) => [across(Math.log10(place)), up(chart.isLogarithmic ? Math.log10(value) : value)] as const;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${escaped(chart.title)}</title><rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${AREA.left}" y="26" font-size="15" font-weight="600">${escaped(chart.title)}</text>`,
    ...marks.map((mark) => gridLine(at([places[0] ?? 1, mark])[1], numberText(mark))),
    ...places.map((place) => `<text x="${fixed(at([place, marks.at(-1) ?? 1])[0])}" y="${AREA.bottom + 18}" text-anchor="middle">${numberText(place)}</text>`),
    `<text x="${(AREA.left + AREA.right) / 2}" y="${AREA.bottom + 40}" text-anchor="middle">${escaped(chart.across)}</text>`,
    `<text transform="translate(18 ${(AREA.top + AREA.bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(chart.up)}</text>`,
    ...drawn(chart.lines.map(({ name, points: each }) => ({ name, places: each.map(at) }))),
    '</svg>\n',
  ].join('\n');
}

function drawn(lines: readonly { readonly name: string; readonly places: readonly (readonly [number, number])[] }[]): string[] {
  const colours = new Map(lines.map(({ name }, index) => [name, COLOURS[index % COLOURS.length] ?? '#000']));
  const shapes = lines.map(({ name, places }) => {
    const colour = colours.get(name) ?? '#000';
    const dots = places.map(([x, y]) => `<circle cx="${fixed(x)}" cy="${fixed(y)}" r="3.5" fill="${colour}"/>`).join('');
    return `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${places.map(([x, y]) => `${fixed(x)},${fixed(y)}`).join(' ')}"/>${dots}`;
  });
  // Names stand at the ends of their lines, moved down where two would cover each other.
  let lowest = -Infinity;
  const names = lines
    .map(({ name, places }) => ({ name, y: places.at(-1)?.[1] ?? 0 }))
    .toSorted((one, other) => one.y - other.y)
    .map(({ name, y }) => {
      lowest = Math.max(y, lowest + NAME_HEIGHT);
      return `<text x="${AREA.right + 10}" y="${fixed(lowest + 4)}" fill="${colours.get(name) ?? '#000'}">${escaped(name)}</text>`;
    });
  return [...shapes, ...names];
}

function gridLine(y: number, text: string): string {
  return `<line x1="${AREA.left}" x2="${AREA.right}" y1="${fixed(y)}" y2="${fixed(y)}" stroke="#ddd"/><text x="${AREA.left - 8}" y="${fixed(y + 4)}" text-anchor="end">${text}</text>`;
}

function scale(from: readonly number[], [start, end]: readonly [number, number]): (value: number) => number {
  const [least, most] = [Math.min(...from), Math.max(...from)];
  return (value) => (most === least ? (start + end) / 2 : start + ((value - least) / (most - least)) * (end - start));
}

function logarithmOf(values: readonly number[]): number[] {
  return values.map((value) => Math.log10(value));
}

function powersAround(values: readonly number[]): number[] {
  const [least, most] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
  return Array.from({ length: Math.max(most, least + 1) - least + 1 }, (_, index) => 10 ** (least + index));
}

/** Four or five round steps from 0 to over the most. */
function stepsTo(most: number): number[] {
  const rough = 10 ** Math.floor(Math.log10(most / 4));
  const step = [1, 2, 5, 10].map((times) => times * rough).find((each) => each * 5 >= most) ?? rough;
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, index) => index * step);
}

function numberText(value: number): string {
  return value < 1 ? String(Number(value.toPrecision(2))) : value.toLocaleString('en');
}

function fixed(value: number): string {
  return value.toFixed(1);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
