import Faces
import Foundation

/// Where the models look, and how alike they see the same faces: `representation.json`.
package enum ModelRepresentation: Analysis {
  package static let id = "saliency"
  package typealias Result = Representation
  package static let file = "evaluation/representation.json"

  package static func read(_ file: URL, of vocabulary: Vocabulary) throws -> Representation {
    try Representation(contentsOf: file, of: vocabulary)
  }

  package static func laterReading(of run: RunResults) -> String? {
    run[ModelRepresentation.self] == nil ? nil : "for saliency maps and the similarity of features"
  }
}
