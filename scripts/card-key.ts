/** `pnpm card:key`: makes a key for signing donor cards and prints it as the settings carry it (docs/operations.md). */
import { newCardKey, publicCardKeyOf } from '../server/src/donor-card/card-keys.ts';

const signing = newCardKey();
const { setting, kid } = publicCardKeyOf(signing);
process.stdout.write(`# 凭证签名密钥，请保存到保密的地方 · keep this secret\nSANXIAN_CARD_KEY=${signing}\n# 启用前先公布 · publish this before it signs\nSANXIAN_CARD_NEXT_KEYS=${setting}\n# kid ${kid}\n`);
