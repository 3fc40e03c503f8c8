export default {
  serviceName: '捐献意愿登记',
  skipToMain: '跳到主要内容',
  elderStyle: '长辈版',
  normalStyle: '标准版',
  display: '字号 · ',
  help: {
    heading: '需要帮助？',
    phone: '服务电话：待核实',
    offices: '查找附近的红十字会，当面咨询',
    questions: '大家常问的事',
  },
  missing: {
    heading: '网络好像断了',
    message: '没有连上服务器。您填写的内容还在，请检查网络后再试一次。',
    retry: '再试一次',
  },
};
