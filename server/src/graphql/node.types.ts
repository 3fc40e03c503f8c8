import { Field, ID, InterfaceType } from 'type-graphql';

/** A thing with an opaque identity. */
@InterfaceType('Node', { description: 'A thing with an opaque identity that never changes and says nothing about it.' })
export abstract class NodeType {
  @Field(() => ID, { description: 'The opaque identity.' })
  id!: string;
}
