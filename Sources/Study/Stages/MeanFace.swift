import Foundation
import Imaging

/// The mean of many small images of faces, in grey: of so many that nobody is in it.
struct MeanFace {
  /// With fewer faces a person could be recognised in their mean.
  static let minimumFaces = 20
  /// More do not change what is seen.
  static let mostFaces = 200
  private static let side = 64

  let jpeg: Data

  /// - Parameter images: image files; those that cannot be read are left out.
  /// - Returns: nil for too few.
  init?(_ images: some Sequence<Data>) {
    var sums = [Int](repeating: 0, count: 3 * MeanFace.side * MeanFace.side)
    var count = 0
    for data in images {
      guard let image = try? RGBImage(decoding: data, name: "a small image") else { continue }
      let face = image.resized(toWidth: MeanFace.side, height: MeanFace.side).grey()
      for place in sums.indices { sums[place] += Int(face.pixels[place]) }
      count += 1
    }
    guard count >= MeanFace.minimumFaces else { return nil }
    let mean = RGBImage(
      width: MeanFace.side, height: MeanFace.side, pixels: sums.map { UInt8($0 / count) })
    guard let jpeg = try? mean.jpegData(quality: 85) else { return nil }
    self.jpeg = jpeg
  }
}
