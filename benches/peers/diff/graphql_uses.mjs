// What graphql-js itself knows of a place in a schema, by which a difference of judgement can be shown.

/** Returns a function that tells of a coordinate that its enum is only sent, or its input field has no default. */
export function uses(schema, { getNamedType }) {
  const returned = new Set()
  for (const type of Object.values(schema.getTypeMap())) {
    // Fields of inputs have no arguments.
    const fields = Object.values(type.getFields?.() ?? {}).filter((field) => field.args)
    for (const field of fields) returned.add(getNamedType(field.type).name)
  }
  return (place) => {
    const [name, member] = place.split('.')
    const type = schema.getType(name)
    if (type?.getValues) return returned.has(name) ? 'returned' : 'only sent'
    const field = type?.getFields?.()[member]
    return field && !field.args ? (field.defaultValue === undefined ? 'no default' : 'default') : ''
  }
}
