import Analysis
import Imaging

extension RegistrationResult.MeanFaces {
  /// The ages that are shown where there are enough faces, in years.
  private static let shown = [1.0, 3, 5, 8, 12]
  /// A mean of fewer faces may still look like one of them.
  private static let leastFaces = 20

  /// nil where no age has enough faces.
  /// - Parameter registered: the mean faces of the same ages as registration leaves them.
  init?(_ means: MeanFaces, registered: MeanFaces, size: Int) throws {
    let knots = Self.shown.compactMap { means.knots.firstIndex(of: $0) }
      .filter { means.counts[$0] >= Self.leastFaces }
    guard !knots.isEmpty else { return nil }
    let before = knots.map { means.faces[$0] } + [means.adults]
    let after = knots.map { registered.faces[$0] } + [registered.adults]
    let pixels = [before, after].flatMap { row in
      (0..<size).flatMap { y in
        row.flatMap { face in
          face[y * size..<(y + 1) * size].flatMap { grey -> [UInt8] in
            let shade = UInt8(min(max(grey.rounded(), 0), 255))
            return [shade, shade, shade]
          }
        }
      }
    }
    let image = RGBImage(width: before.count * size, height: 2 * size, pixels: pixels)
    self.init(agesInYears: knots.map { means.knots[$0] }, image: try image.pngData())
  }
}
