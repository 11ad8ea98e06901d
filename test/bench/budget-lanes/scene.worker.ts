import { parentPort } from 'node:worker_threads';
import { measureScene } from './measure-scene.js';
import type { Scene } from './scenes.js';

parentPort?.on('message', ({ scene, seed }: { scene: Scene; seed: number }) => {
  void measureScene(scene, seed).then((result) => parentPort?.postMessage(result));
});
