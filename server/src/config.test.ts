import { randomBytes } from 'node:crypto';
import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigurationFault, readConfig, type Mode } from './config.ts';

const key = () => randomBytes(32).toString('base64');
const real = {
  SANXIAN_KEYS: `2026:${key()}`,
  SANXIAN_INDEX_KEY: key(),
  ZHELIBAN_SERVICE_CODE: 'assigned-code',
  ZHELIBAN_SERVICE_PASSWORD: 'assigned-password',
  ZHELIBAN_ACCESS_KEY: 'assigned-ak',
  ZHELIBAN_SECRET_KEY: 'assigned-sk',
  ZHELIBAN_APP_ID: 'assigned-app',
};
const read = (mode: Mode, environment: Record<string, string | undefined>, dataFolder = '') =>
  readConfig({ mode, databaseUrl: 'postgresql://x/y', dataFolder, ownUrl: 'http://127.0.0.1:4000', environment });

describe('production', () => {
  it('starts with assigned keys, speaks to the real provider and brings no simulator', () => {
    const config = read('production', real);
    expect(config.simulator).toBeNull();
    expect(config.zheliban.ticketId.accessTokenUrl).toMatch(/^https:\/\/ibcdsg\.zj\.gov\.cn/);
    expect(config.zheliban.ticket.pages.baseUrl).toBe('https://puser.zjzwfw.gov.cn');
  });

  it.each(Object.keys(real))('refuses to start without %s and names it', (name) => {
    expect(() => read('production', { ...real, [name]: undefined })).toThrow(new RegExp(name));
  });

  it.each([
    ['ZHELIBAN_SERVICE_CODE', 'demo-service'],
    ['ZHELIBAN_SERVICE_PASSWORD', 'demo-password'],
    ['ZHELIBAN_ACCESS_KEY', 'demo-access-key'],
    ['ZHELIBAN_SECRET_KEY', 'demo-secret-key'],
    ['ZHELIBAN_APP_ID', 'demo-app'],
    ['SANXIAN_SIMULATOR', 'on'],
  ])('refuses the demo value of %s', (name, value) => {
    expect(() => read('production', { ...real, [name]: value })).toThrow(ConfigurationFault);
    expect(() => read('production', { ...real, [name]: value })).toThrow(new RegExp(name));
  });

  it('never repeats a value in its complaint', () => {
    expect(() => read('production', { ...real, SANXIAN_INDEX_KEY: undefined })).not.toThrow(real.ZHELIBAN_SECRET_KEY);
  });
});

describe('development', () => {
  it('makes its own keys once, readable by nobody else, and signs in at the simulator', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sanxian-config-'));
    const [first, second] = [read('development', {}, folder), read('development', {}, folder)];
    expect(second.keys.index).toEqual(first.keys.index);
    expect(statSync(join(folder, 'keys.json')).mode & 0o777).toBe(0o600);
    expect(first.zheliban.ticketId.userInfoUrl).toMatch(/^http:\/\/127\.0\.0\.1:4000\/restapi\/prod\//);
    expect(first.simulator?.serviceCode).toBe('demo-service');
  });

  it('names a setting that makes no sense', () => {
    expect(() => read('development', { SANXIAN_SESSION_IDLE_MINUTES: 'soon' })).toThrow(/SANXIAN_SESSION_IDLE_MINUTES/);
    expect(() => read('development', { ZHELIBAN_NETWORK: 'pigeon' })).toThrow(/ZHELIBAN_NETWORK/);
  });
});
