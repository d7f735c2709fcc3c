package org.leastaction.bench.data.picture;

/** The colours of pictures. */
public enum Colour {
    /** One channel: luminance. */
    GREY(1),
    /** Three channels: red, green, blue. */
    RGB(3),
    /** Three channels: blue, green, red, as OpenCV and Caffe have them. */
    BGR(3);

    private final int channels;

    Colour(int channels) {
        this.channels = channels;
    }

    /** Number of channels. */
    public int channels() {
        return channels;
    }
}
