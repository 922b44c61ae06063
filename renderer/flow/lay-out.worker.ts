import { layOut, type Boxes } from './lay-out.ts';

self.addEventListener('message', ({ data }: MessageEvent<Boxes>) => self.postMessage(layOut(data)));
