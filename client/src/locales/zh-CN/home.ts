export default { heading: '由您决定' };
