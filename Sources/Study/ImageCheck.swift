import Foundation
import Imaging

/// Writes a tiny image in each format and reads it back.
enum ImageCheck {
  static func roundTripWorks() -> Bool {
    let image = RGBImage(width: 2, height: 2, pixels: Array(repeating: 128, count: 12))
    guard let png = try? image.pngData(), let jpeg = try? image.jpegData() else { return false }
    return [png, jpeg].allSatisfy { data in
      (try? RGBImage(decoding: data, name: "check"))?.pixels.allSatisfy { abs(Int($0) - 128) <= 1 }
        ?? false
    }
  }
}
