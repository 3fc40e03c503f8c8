import { badInput } from '../graphql/connections.ts';
import type { DeliveryPlace } from './webhook.queries.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A place by the key of a cursor. @throws GraphQLError BAD_USER_INPUT when somebody made it up */
export function placeIn(key: string): DeliveryPlace {
  const [at = '', id = ''] = key.split(' ');
  const createdAt = new Date(at);
  if (Number.isNaN(createdAt.getTime()) || !UUID.test(id)) throw badInput('The cursor in `after` is not one of ours');
  return { createdAt, id };
}
