package org.leastaction.bench.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/**
 * The SHA-256 of labelled points: for each set n, d, the coordinates and the labels, as little-endian int32 and float32
 * values.
 */
final class ContentSum {

    private static final int CHUNK = 1 << 14;

    private ContentSum() {}

    static String sha256(LabelledPoints... sets) {
        MessageDigest digest = Checksum.Algorithm.SHA256.digest();
        ByteBuffer buffer = ByteBuffer.allocate(4 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (LabelledPoints set : sets) {
            FloatPoints points = set.points();
            digest.update(buffer.clear().putInt(points.size()).putInt(points.dimension()).flip());
            int numbers = points.size() * points.dimension();
            for (int from = 0; from < numbers; from += CHUNK) {
                int count = Math.min(CHUNK, numbers - from);
                buffer.clear().asFloatBuffer().put(points.array(), points.offset() + from, count);
                digest.update(buffer.limit(4 * count));
            }
            int labels = set.labels().length;
            for (int from = 0; from < labels; from += CHUNK) {
                int count = Math.min(CHUNK, labels - from);
                buffer.clear().asIntBuffer().put(set.labels(), from, count);
                digest.update(buffer.limit(4 * count));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
