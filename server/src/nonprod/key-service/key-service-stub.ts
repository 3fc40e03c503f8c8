import { createCipheriv, createDecipheriv, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the stand-in of a key service is to behave: as a service at work, one that answers 503, one that never answers. */
export type StubMood = 'AT_WORK' | 'SEALED' | 'SILENT';

/** A stand-in for a key management service with the Transit protocol. */
export interface KeyServiceStub {
  readonly url: string;
  readonly keyName: string;
  readonly token: string;
  /** How many times it was asked. */
  readonly asked: () => number;
  behave(mood: StubMood): void;
  /** Makes a new version of the key, which closes from now on. */
  rotate(): void;
  /** Opens nothing any more that a version before this one closed. */
  forgetBefore(version: number): void;
  close(): Promise<void>;
}

/** Where and how the stub runs. */
export interface StubOptions {
  readonly port?: number;
  readonly token?: string;
  /** A file that keeps the keys over a restart; without it they are lost with the process. */
  readonly file?: string;
}

const KEY_NAME = 'sanxian';
const REFUSED = { errors: ['cipher: message authentication failed'] };

/** Starts a stand-in for OpenBao or HashiCorp Vault: the three requests of the Transit protocol that the register makes. For tests and trials. */
export async function startKeyServiceStub({ port = 0, token = randomBytes(16).toString('hex'), file }: StubOptions = {}): Promise<KeyServiceStub> {
  const keys = file && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as string[]).map((key) => Buffer.from(key, 'base64')) : [randomBytes(32)];
  const state = { mood: 'AT_WORK' as StubMood, asked: 0, oldest: 1 };
  const save = () => file && writeFileSync(file, JSON.stringify(keys.map((key) => key.toString('base64'))), { mode: 0o600 });
  save();

  const server = createServer((request, response) => {
    state.asked += 1;
    if (state.mood === 'SILENT') return;
    void bodyOf(request).then((body) => answer(request, response, body));
  });

  function answer(request: IncomingMessage, response: ServerResponse, body: Record<string, string>): void {
    const send = (status: number, content: object) => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    if (state.mood === 'SEALED') return send(503, { errors: ['Vault is sealed'] });
    if (!isToken(String(request.headers['x-vault-token']), token)) return send(403, { errors: ['permission denied'] });
    if (request.url === `/v1/transit/keys/${KEY_NAME}`) return send(200, { data: { latest_version: keys.length, type: 'aes256-gcm96' } });
    const associated = Buffer.from(body['associated_data'] ?? '', 'base64');
    if (request.url === `/v1/transit/encrypt/${KEY_NAME}`) return send(200, { data: { ciphertext: closed(keys, Buffer.from(body['plaintext'] ?? '', 'base64'), associated), key_version: keys.length } });
    if (request.url !== `/v1/transit/decrypt/${KEY_NAME}`) return send(404, { errors: [] });
    const plain = opened(keys, state.oldest, body['ciphertext'] ?? '', associated);
    return plain ? send(200, { data: { plaintext: plain.toString('base64') } }) : send(400, REFUSED);
  }

  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/transit`,
    keyName: KEY_NAME,
    token,
    asked: () => state.asked,
    behave: (mood) => void (state.mood = mood),
    rotate() {
      keys.push(randomBytes(32));
      save();
    },
    forgetBefore: (version) => void (state.oldest = version),
    async close() {
      server.closeAllConnections();
      await new Promise((ended) => server.close(ended));
    },
  };
}

function closed(keys: readonly Buffer[], plain: Buffer, associated: Buffer): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keys.at(-1) ?? '', nonce);
  cipher.setAAD(associated);
  return `vault:v${keys.length}:${Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString('base64')}`;
}

function opened(keys: readonly Buffer[], oldest: number, ciphertext: string, associated: Buffer): Buffer | null {
  const [, version = '0', text = ''] = /^vault:v(\d+):(.*)$/.exec(ciphertext) ?? [];
  const key = Number(version) < oldest ? undefined : keys[Number(version) - 1];
  const bytes = Buffer.from(text, 'base64');
  if (!key || bytes.length < 28) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
  decipher.setAAD(associated);
  decipher.setAuthTag(bytes.subarray(-16));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
  } catch {
    return null;
  }
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, string>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString()) as Record<string, string>);
}

function isToken(shown: string, token: string): boolean {
  return shown.length === token.length && timingSafeEqual(Buffer.from(shown), Buffer.from(token));
}
