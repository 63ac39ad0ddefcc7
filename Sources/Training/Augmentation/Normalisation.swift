/// ImageNet's channel means and deviations, as torchvision's weights expect.
enum Normalisation {
  static let mean: [Float] = [0.485, 0.456, 0.406]
  static let deviation: [Float] = [0.229, 0.224, 0.225]
}
