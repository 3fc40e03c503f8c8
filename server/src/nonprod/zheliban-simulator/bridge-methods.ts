/** Every call of ZWJSBridge 1.1.0 (浙里办 1.3) except `onReady`, in the order of the notes. */
export const BRIDGE_METHODS = [
  ...['ssoTicket', 'getUserType', 'zmAuthentication', 'getUiStyle'],
  ...['setTitle', 'setMenu', 'close', 'openLink'],
  ...['setLocalStorage', 'getLocalStorage', 'removeLocalStorage'],
  ...['phoneCall', 'sms', 'getUUID', 'getNetworkType', 'setClipboardData', 'getClipboardData'],
  ...['getLocation', 'getCurrentLocationCity', 'selectCity'],
  ...['chooseImage', 'saveImage', 'scan', 'uploadFile', 'downloadFile'],
  ...['confirm', 'alert', 'toast', 'prompt', 'actionSheet', 'showPreloader', 'hidePreloader'],
  ...['share', 'directShare', 'pay', 'monitorTrace', 'egop'],
] as const;

/** How a tester can make one call fail: the codes that the notes name, and ways without a code. */
export const BRIDGE_FAILURES: readonly (readonly [value: string, label: string])[] = [
  ['1001', '1001 无权限或不支持'],
  ['1002', '1002 失败'],
  ['1003', '1003 信息错误'],
  ['1004', '1004 上传失败'],
  ['5', '5 未初始化'],
  ['-1', '-1 取消'],
  ['reject', '拒绝，没有代码'],
  ['throw', '调用时直接报错'],
  ['slow', '缓慢（3 秒）'],
  ['never', '始终不响应'],
  ['missing', '没有这个接口'],
];
