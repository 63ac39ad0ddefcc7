import CImaging
import Foundation
import Support

extension RGBImage {
  /// The image as a PNG file.
  public func pngData() throws -> Data {
    var file = imaging_file()
    let status = imaging_encode_png(pixels, Int32(width), Int32(height), &file)
    return try data(status, file, format: .png)
  }

  /// The image as a JPEG file.
  /// - Parameter quality: 1 to 100, libjpeg's scale; 90 shows no damage at a glance.
  /// - Throws: `SmilestoneError` where a side exceeds JPEG's 65,500 pixels.
  public func jpegData(quality: Int = 90) throws -> Data {
    precondition((1...100).contains(quality), "the quality lies between 1 and 100")
    var file = imaging_file()
    let status = imaging_encode_jpeg(
      pixels, Int32(width), Int32(height), Int32(quality), &file)
    return try data(status, file, format: .jpeg)
  }

  private func data(
    _ status: imaging_status, _ file: imaging_file, format: ImageFormat
  ) throws -> Data {
    guard status == IMAGING_OK, let bytes = file.data else {
      throw SmilestoneError.failed(
        "An image of \(width) × \(height) pixels cannot be written as \(format.rawValue).",
        remedy: "Choose a smaller size.")
    }
    return Data(bytesNoCopy: bytes, count: Int(file.count), deallocator: .free)
  }
}
