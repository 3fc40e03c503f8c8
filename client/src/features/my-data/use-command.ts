export { type Command, useCommand } from '../../parts/use-command.ts';
