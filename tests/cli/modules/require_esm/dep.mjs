export const one = 1;
export default (n) => n + one;
