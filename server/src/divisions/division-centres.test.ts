import { describe, expect, it } from 'vitest';
import { centreOf, divisionsByDistance, greatCircle } from './division-centres.ts';
import { allDivisions, isCurrentDivision } from './division.queries.ts';

describe('centres of divisions', () => {
  it('exist for each current city and county of Zhejiang and for nothing else', () => {
    for (const division of allDivisions()) {
      const expected = division.code.startsWith('33') && division.level !== 'PROVINCE' && isCurrentDivision(division.code, '2026-11-23');
      expect([division.fullName, centreOf(division) !== null]).toEqual([division.fullName, expected]);
    }
  });

  it('lie inside the box that holds Zhejiang', () => {
    for (const { division } of divisionsByDistance({ latitude: 30, longitude: 120 })) {
      const centre = centreOf(division);
      expect(centre?.latitude).toBeGreaterThan(27);
      expect(centre?.latitude).toBeLessThan(31.2);
      expect(centre?.longitude).toBeGreaterThan(118);
      expect(centre?.longitude).toBeLessThan(123);
    }
  });

  it('come nearest first', () => {
    const found = divisionsByDistance({ latitude: 28.0, longitude: 120.65 });
    expect(found[0]?.division.fullName).toMatch(/^浙江省温州市/);
    expect(found.map(({ distanceMetres }) => distanceMetres)).toEqual(found.map(({ distanceMetres }) => distanceMetres).sort((a, b) => a - b));
  });
});

describe('great-circle distance', () => {
  it('is zero at the same point and half the circumference at the opposite one', () => {
    expect(greatCircle({ latitude: 30, longitude: 120 }, { latitude: 30, longitude: 120 })).toBe(0);
    expect(greatCircle({ latitude: 0, longitude: 0 }, { latitude: 0, longitude: 180 })).toBeCloseTo(Math.PI * 6_371_009, 0);
  });

  it('of one degree of latitude is about 111 kilometres, and of longitude half of that at 60 degrees', () => {
    expect(greatCircle({ latitude: 30, longitude: 120 }, { latitude: 31, longitude: 120 })).toBeCloseTo(111_195, -2);
    expect(greatCircle({ latitude: 60, longitude: 120 }, { latitude: 60, longitude: 121 })).toBeCloseTo(55_597, -3);
  });

  it('crosses the date line the short way', () => {
    expect(greatCircle({ latitude: 0, longitude: 179.5 }, { latitude: 0, longitude: -179.5 })).toBeCloseTo(111_195, -2);
  });
});
