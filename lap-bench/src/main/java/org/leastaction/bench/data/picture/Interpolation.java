package org.leastaction.bench.data.picture;

import java.util.Arrays;
import java.util.Optional;
import org.leastaction.settings.SettingType;

/**
 * How a picture is resized: each pixel of the result is a weighted mean of the pixels around its position, with a
 * weight that depends on the distance. To make a picture smaller, the weights are stretched by the ratio of the sizes,
 * which avoids aliasing.
 *
 * <p>Source: K. Turkowski, "Filters for common resampling tasks", Graphics Gems I, 1990; R. Keys, "Cubic convolution
 * interpolation for digital image processing", 1981.
 */
public enum Interpolation {
    /** Weights fall linearly to 0 at the next pixel. */
    BILINEAR(1) {
        @Override
        double weight(double distance) {
            return Math.max(0, 1 - Math.abs(distance));
        }
    },
    /** Keys' cubic weights with a = −1/2, up to the second pixel. */
    BICUBIC(2) {
        private static final double A = -0.5;

        @Override
        double weight(double distance) {
            double x = Math.abs(distance);
            if (x < 1) {
                return ((A + 2) * x - (A + 3)) * x * x + 1;
            }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
        }
    },
    /** A sinc windowed by a sinc (Lanczos), up to the third pixel. */
    LANCZOS(3) {
        @Override
        double weight(double distance) {
            return Math.abs(distance) < 3 ? sinc(distance) * sinc(distance / 3) : 0;
        }
    };

    private final double support;

    Interpolation(double support) {
        this.support = support;
    }

    /** The interpolation with a name in lower case, as "bicubic"; empty if it is not offered. */
    public static Optional<Interpolation> named(String name) {
        return Arrays.stream(values()).filter(each -> SettingType.word(each).equals(name)).findFirst();
    }

    /** The distance in pixels beyond which weights are 0. */
    double support() {
        return support;
    }

    /** The weight at a distance in pixels. */
    abstract double weight(double distance);

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }
}
