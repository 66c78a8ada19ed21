// Lezer names kinds of nodes by this; without trees there are none.
export const NodeProp = {};
