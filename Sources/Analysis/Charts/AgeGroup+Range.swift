import Faces
import Presentation

extension AgeGroup {
  /// "0–3", "3–8", "17+": the group's ages in years; `boundsInWords` says which end belongs.
  package var rangeInYears: String {
    let bounds = [0] + AgeGroup.upperBoundsInYears
    let lower = Format.number(bounds[index], decimals: 0)
    guard index + 1 < bounds.count else { return "\(lower)+" }
    return "\(lower)–\(Format.number(bounds[index + 1], decimals: 0))"
  }

  /// Which end of `rangeInYears` belongs to a group.
  package static let boundsInWords = "A group includes its upper bound and not its lower one."
}
