package org.leastaction.bench.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedArraysTest {

    /** Bits as of NumPy's {@code np.float16(x).view('u2')}. */
    @ParameterizedTest
    @CsvSource({"1, 3c00", "-1, bc00", "0, 0000", "0.333251953125, 3555", "0.1, 2e66", "5.960464477539063e-8, 0001",
            "2.9e-8, 0000", "6.103515625e-5, 0400", "6.0975552e-5, 03ff",
            "0.99975586, 3c00", "0.9999, 3c00", "0.99951, 3bff"})
    void halvesAreRoundedToTheNearest(float value, String bits) {
        assertThat(PackedArrays.half(value) & 0xffff).isEqualTo(Integer.parseInt(bits, 16));
    }

    @Test
    void halvesAreCloseToTheirNumbers() {
        float[] values = new float[1000];
        Random random = new Random(7);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (300 * random.nextGaussian());
        }
        ObjectNode packed = PackedArrays.halves(values, 10, 100);
        ByteBuffer bytes = bytes(packed);
        double scale = packed.path("scale").asDouble();
        for (float value : values) {
            double read = scale * number(bytes.getShort());
            assertThat(read).isCloseTo(value, within(Math.abs(value) * 0x1p-11 + scale * 0x1p-24));
        }
    }

    @Test
    void arraysSayTheirTypeAndShape() {
        assertThat(PackedArrays.floats(new float[] {1.5f, -2}, 1, 2).toString())
                .isEqualTo("{\"type\":\"f32\",\"shape\":[1,2],\"data\":\"AADAPwAAAMA=\"}");
        assertThat(PackedArrays.ints(new int[] {-1}, 1).path("data").asText()).isEqualTo("/////w==");
        assertThat(PackedArrays.halves(new float[] {0, 0}, 2).path("scale").asDouble()).isEqualTo(1);
    }

    /** A half as the page reads it. */
    private static double number(short half) {
        int exponent = half >> 10 & 31;
        int fraction = half & 1023;
        double size = exponent == 0 ? fraction * 0x1p-24 : (1024 + fraction) * Math.pow(2, exponent - 25);
        return half < 0 ? -size : size;
    }

    private static ByteBuffer bytes(ObjectNode packed) {
        return ByteBuffer.wrap(Base64.getDecoder().decode(packed.path("data").asText())).order(ByteOrder.LITTLE_ENDIAN);
    }
}
