import CImaging
import Support

/// Why an image cannot be used, without the name of its file.
struct ImageError: Error {
  /// "the file is empty".
  let reason: String
  let remedy: String

  init(_ reason: String, remedy: String) {
    self.reason = reason
    self.remedy = remedy
  }

  /// The failure of a decoder.
  init(_ status: imaging_status, format: ImageFormat, image: imaging_image, limit: Int) {
    let detail = withUnsafePointer(to: image) { String(cString: imaging_reason($0)) }
    let suffix = detail.isEmpty ? "" : " (\(detail))"
    switch status {
    case IMAGING_TRUNCATED:
      self.init(
        "the \(format.rawValue) data end early\(suffix)",
        remedy: "The file is incomplete: fetch or copy it again.")
    case IMAGING_TOO_LARGE:
      let side = Int64(IMAGING_MAXIMUM_SIDE)
      let isTooLong = image.width * image.height <= limit
      self.init(
        "\(image.width) × \(image.height) pixels exceed the limit of "
          + (isTooLong ? "\(side) on a side" : "\(limit)"),
        remedy: "Scale the image down.")
    case IMAGING_UNSUPPORTED:
      self.init(
        "this kind of \(format.rawValue) is not supported\(suffix)",
        remedy: "Save the image as an ordinary RGB file.")
    case IMAGING_OUT_OF_MEMORY:
      self.init(
        "\(image.width) × \(image.height) pixels do not fit into memory",
        remedy: "Scale the image down.")
    default:
      self.init(
        "the \(format.rawValue) data are damaged\(suffix)",
        remedy: "Fetch or copy the file again, or leave it out.")
    }
  }

  /// The error for a user, which names the file.
  func error(naming name: String) -> SmilestoneError {
    .badInput("The image \(name) cannot be used: \(reason).", remedy: remedy)
  }
}
