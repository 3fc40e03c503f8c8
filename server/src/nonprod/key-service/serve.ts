/** `node server/src/nonprod/key-service/serve.ts FILE`: a stand-in for a key service on this machine, for trials. Never for real data. */
import { startKeyServiceStub } from './key-service-stub.ts';

const [file = '.data/key-service-stub.json'] = process.argv.slice(2);
const { url, keyName, token } = await startKeyServiceStub({ port: 8200, file });
process.stdout.write(`export SANXIAN_KMS_URL=${url} SANXIAN_KMS_KEY=${keyName} SANXIAN_KMS_TOKEN=${token}\n`);
