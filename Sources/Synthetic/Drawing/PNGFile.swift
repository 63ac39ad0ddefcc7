import CCairo
import Foundation
import Support

/// Cairo's image memory: 32 bits a pixel, blue in the lowest byte (little-endian machines).
enum PackedPixels {
  static func rgb(
    from data: UnsafePointer<UInt8>, stride: Int, size: Int
  ) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: size * size * 3) { bytes, count in
      var target = 0
      for row in 0..<size {
        for column in 0..<size {
          let source = row * stride + column * 4
          bytes[target] = data[source + 2]
          bytes[target + 1] = data[source + 1]
          bytes[target + 2] = data[source]
          target += 3
        }
      }
      count = target
    }
  }

  static func fill(
    _ data: UnsafeMutablePointer<UInt8>, stride: Int, width: Int, height: Int, rgb: [UInt8]
  ) {
    for row in 0..<height {
      for column in 0..<width {
        let target = row * stride + column * 4
        let source = (row * width + column) * 3
        data[target] = rgb[source + 2]
        data[target + 1] = rgb[source + 1]
        data[target + 2] = rgb[source]
      }
    }
  }
}

/// Encodes RGB bytes as PNG, in memory.
public enum PNGFile {
  /// - Parameter rgb: width × height × 3 bytes, row by row.
  /// - Throws: `SmilestoneError` when Cairo cannot encode the image.
  public static func encode(rgb: [UInt8], width: Int, height: Int) throws -> Data {
    precondition(rgb.count == width * height * 3, "three bytes are needed for every pixel")
    let surface = cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, Int32(clamping: width), Int32(clamping: height))
    defer { cairo_surface_destroy(surface) }
    guard let data = cairo_image_surface_get_data(surface) else {
      throw failure(cairo_surface_status(surface))
    }
    let stride = Int(cairo_image_surface_get_stride(surface))
    PackedPixels.fill(data, stride: stride, width: width, height: height, rgb: rgb)
    cairo_surface_mark_dirty(surface)
    let output = Output()
    let status = cairo_surface_write_to_png_stream(
      surface,
      { closure, bytes, length in
        guard let closure, let bytes else { return CAIRO_STATUS_WRITE_ERROR }
        let output = Unmanaged<Output>.fromOpaque(closure).takeUnretainedValue()
        output.data.append(bytes, count: Int(length))
        return CAIRO_STATUS_SUCCESS
      }, Unmanaged.passUnretained(output).toOpaque())
    guard status == CAIRO_STATUS_SUCCESS else { throw failure(status) }
    return output.data
  }

  private final class Output {
    var data = Data()
  }

  private static func failure(_ status: cairo_status_t) -> SmilestoneError {
    .failed(
      "An image cannot be encoded: \(String(cString: cairo_status_to_string(status))).",
      remedy: "Draw smaller images.")
  }
}
