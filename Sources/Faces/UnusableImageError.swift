/// Why an image or a row of a table cannot be used: one clause.
package struct UnusableImageError: Error {
  package let reason: String

  package init(_ reason: String) { self.reason = reason }
}
