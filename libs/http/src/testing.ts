export { loopbackServer } from './loopback-server.js';
export { answerOf, requestOf, scripted } from './scripted-transport.js';
