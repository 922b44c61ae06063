import { contextBridge, ipcRenderer } from 'electron';

// All that the window gets of Electron: it can ask for a line to the core. The line comes as a window message, because
// a port cannot pass the bridge. Sandboxed: this file may load nothing but `electron`.
ipcRenderer.on('switchyard:port', ({ ports }) => {
  window.postMessage({ type: 'switchyard:port' }, window.location.origin, [...ports]);
});
contextBridge.exposeInMainWorld('switchyardPort', { connect: () => ipcRenderer.send('switchyard:connect') });
