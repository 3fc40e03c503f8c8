export default { heading: 'Your decision' };
