import Foundation
import Presentation

extension ExpressionDevelopment {
  /// The mean faces of some ages before and after registration; empty where there are none.
  static func meanFaces(_ registration: RegistrationResult) -> HTML {
    guard let faces = registration.meanFaces else { return "" }
    let ages = faces.agesInYears.map { Format.number($0, decimals: 0) }.joined(separator: ", ")
    return """
      <figure class="mean-faces">
      <img src="data:image/png;base64,\(trusted: faces.image.base64EncodedString())" \
      alt="Mean faces of ages \(ages) and of adults, above as they are, below with adults’ head shape">
      <figcaption>Mean faces around \(ages) years and of adults (right), every emotion weighing the same: \
      above as they are, below as registration leaves them. What still differs below is not the head’s \
      shape.</figcaption>
      </figure>
      """
  }
}
