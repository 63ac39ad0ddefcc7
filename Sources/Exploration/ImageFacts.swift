import Imaging

/// What can be measured of a face's image without recognising anything in it.
public struct ImageFacts: Sendable, Equatable {
  /// Pixels.
  public let width: Int
  public let height: Int
  /// "JPEG", "PNG" or "WebP", by content.
  public let format: String
  /// The file's size.
  public let byteCount: Int
  /// Mean red, green and blue, 0 to 255.
  public let meanColour: [Double]
  /// Mean and standard deviation of the grey levels, 0 to 255.
  public let brightness: Double
  public let contrast: Double
  /// Variance of the Laplacian (four neighbours) of the grey image scaled to 64 × 64, so that
  /// images of different sizes can be compared.
  public let sharpness: Double
  /// Mean red, green and blue of the 28 outer cells of an 8 × 8 grid, rows from the top.
  public let border: [Double]

  private static let side = 64
  private static let cells = 8

  /// What the facts are measured of: an image in this form.
  public static let form = FaceForm(size: side, colour: .colour)

  public init(_ image: RGBImage, format: String, byteCount: Int) {
    self.init(
      small: image.resized(toWidth: ImageFacts.side, height: ImageFacts.side),
      ImageProperties(
        width: image.width, height: image.height, format: format, byteCount: byteCount))
  }

  /// Of a face that is kept in `form`; nil where the image was skipped.
  public init?(_ store: FaceStore, at index: Int) {
    guard let small = store.image(at: index), let properties = store.properties(of: index) else {
      return nil
    }
    self.init(small: small, properties)
  }

  private init(small: RGBImage, _ properties: ImageProperties) {
    width = properties.width
    height = properties.height
    format = properties.format
    byteCount = properties.byteCount
    let greyPixels = small.grey().pixels
    let grey = stride(from: 0, to: greyPixels.count, by: 3).map { Double(greyPixels[$0]) }
    let grid = ImageFacts.grid(small)
    let count = ImageFacts.cells * ImageFacts.cells
    meanColour = (0..<3).map { channel in
      (0..<count).reduce(0) { $0 + grid[3 * $1 + channel] } / Double(count)
    }
    let mean = grey.reduce(0, +) / Double(grey.count)
    brightness = mean
    contrast =
      (grey.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(grey.count)).squareRoot()
    sharpness = ImageFacts.laplacianVariance(grey)
    let last = ImageFacts.cells - 1
    border = (0..<count).flatMap { cell -> [Double] in
      let (row, column) = (cell / ImageFacts.cells, cell % ImageFacts.cells)
      let isOuter = row == 0 || row == last || column == 0 || column == last
      return isOuter ? Array(grid[3 * cell..<3 * cell + 3]) : []
    }
  }

  /// The mean colour of each cell, [cell, channel].
  private static func grid(_ image: RGBImage) -> [Double] {
    let cellSide = side / cells
    var sums = Array(repeating: 0.0, count: cells * cells * 3)
    for row in 0..<side {
      for column in 0..<side {
        let cell = row / cellSide * cells + column / cellSide
        let start = 3 * (row * side + column)
        for channel in 0..<3 { sums[3 * cell + channel] += Double(image.pixels[start + channel]) }
      }
    }
    return sums.map { $0 / Double(cellSide * cellSide) }
  }

  private static func laplacianVariance(_ grey: [Double]) -> Double {
    var sum = 0.0
    var squares = 0.0
    for row in 1..<side - 1 {
      for column in 1..<side - 1 {
        let at = row * side + column
        let value = grey[at - 1] + grey[at + 1] + grey[at - side] + grey[at + side] - 4 * grey[at]
        sum += value
        squares += value * value
      }
    }
    let count = Double((side - 2) * (side - 2))
    return squares / count - (sum / count) * (sum / count)
  }
}
