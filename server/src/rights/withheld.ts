/** What is kept about a person and left out of their copy. */
export interface Withheld {
  /** The table that holds it. */
  readonly table: string;
  readonly what: string;
  readonly reason: string;
}

/**
 * What a copy of one's data leaves out, each with its reason; it stands in the copy itself. The contract test fails when a
 * table holds rows of a person that are neither in the copy nor here.
 */
export const withheld: readonly Withheld[] = [
  {
    table: 'audit_entry',
    what: '操作审计：哪个会话在什么时间改动了哪些记录，不含内容',
    reason: '用来查清冒用和篡改；改动的记录本身都在这份副本里。The audit exists to find out misuse; the records that it names are themselves in this copy.',
  },
  {
    table: 'audit_leaf',
    what: '决定和审计记录的封存摘要',
    reason: '由决定和审计记录算出，不含其他内容。Digests computed from decisions and audit entries; they hold nothing else.',
  },
  {
    table: 'audit_unsealed',
    what: '等待封存的记录编号',
    reason: '一分钟内封存，不含内容。Numbers of rows that wait to be sealed; nothing else.',
  },
  {
    table: 'key_store.person_key',
    what: '加密您个人信息的密钥',
    reason: '密钥不是信息；交出去，加密就失去作用。A key is no information, and handing it out would undo the sealing.',
  },
  {
    table: 'staff_account',
    what: '办理或者查询的工作人员姓名',
    reason: '是他人的个人信息；副本里写明所属单位。Names of staff are other people’s data; the copy names their organisation.',
  },
];
