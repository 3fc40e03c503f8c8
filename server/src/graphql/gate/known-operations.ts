import { GraphQLError, type ASTVisitor, type ValidationContext } from 'graphql';

/**
 * Refuses kinds of operation that the schema has not, which the standard rules leave to the execution: there it would count
 * as a fault of ours.
 */
export function knownOperations(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(node) {
      if (!context.getSchema().getRootType(node.operation)) context.reportError(new GraphQLError(`There is no ${node.operation} here.`, { nodes: node }));
    },
  };
}
