/// ImageNet's mean and standard deviation of red, green and blue from 0 to 1, which networks expect images to
/// be normalised with.
public enum ImageNetColours {
  public static let mean = [0.485, 0.456, 0.406]
  public static let deviation = [0.229, 0.224, 0.225]
}
