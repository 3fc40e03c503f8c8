import { PostgreSqlDriver } from '@mikro-orm/postgresql';

/**
 * The mapper's driver with replicas that may be left out: who asks for a connection to read from gets one of those that are in use, and
 * the primary's where none is. The mapper by itself takes any, dead or years behind.
 */
export class RoutedDriver extends PostgreSqlDriver {
  /** The places of the replicas in use, in the order of the settings; none before anybody looked. */
  usable: () => readonly number[] = () => [];
  #turn = 0;

  override getConnection(type: 'read' | 'write' = 'write') {
    if (type === 'write') return super.getConnection('write');
    const places = this.usable();
    this.#turn += 1;
    const replica = this.replicas[places[this.#turn % Math.max(1, places.length)] ?? -1];
    return replica ?? super.getConnection('write');
  }
}
