/// The ages that somebody can have; others are mistakes, such as years of birth.
package enum PossibleAge {
  /// The oldest person of whom it is known became 122; no data set of faces shows her.
  package static let inYears = 0.0...120.0

  /// What an impossible age is, as the end of a clause.
  package static let refusal = "no age from 0 to 120 years"
}
