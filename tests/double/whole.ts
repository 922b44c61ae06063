/** The object, except that asking for what it lacks is an error that names it. */
export function whole<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get: (object, key, receiver) => {
      if (key in object || typeof key === 'symbol' || key === 'then')
        return Reflect.get(object, key, receiver);
      throw new Error(`The double of Electron has no ${name}.${key}.`);
    },
  });
}
