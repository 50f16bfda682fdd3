interface Thread { name: string }
const show = (thread: Thread): string => `thread ${thread.name satisfies string}`;
console.log(show({ name: 'a' } as Thread));
