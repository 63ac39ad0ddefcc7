import Foundation
import Testing

/// The values of another library in `Fixtures/<name>.json`; the script that made them is beside them.
func fixture<Content: Decodable>(_ name: String) throws -> Content {
  let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
  let data = try Data(contentsOf: folder.appendingPathComponent("\(name).json"))
  return try JSONDecoder().decode(Content.self, from: data)
}
