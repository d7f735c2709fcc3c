package org.leastaction.bench.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.leastaction.flow.InputNormalisation.ChannelOrder;
import org.leastaction.flow.training.Augmentation;
import org.leastaction.flow.training.Augmentation.CropFlip;
import org.leastaction.io.Sha256;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/**
 * A training and a test set in the form of a network's inputs.
 *
 * @param name          e.g. "mnist"
 * @param train         normalised training points; none if only the test set is available and needed
 * @param test          normalised test points
 * @param normalisation the normalisation that was applied to the points
 * @param usual         the default augmentation in training
 * @param sha256        hash of the content of both sets: equal data have equal hashes, whatever files they came from
 * @param channels      where the channels of an image are among its axes; {@code LAST} except in rows for a model that
 *                      takes images flattened with channels first
 * @param remarks       sentences about choices that the files left open, and about files that were not read
 * @param classNames    names of the classes in numeric order; empty if unknown
 */
public record DataSet(
        String name,
        LabelledPoints train,
        LabelledPoints test,
        Normalisation normalisation,
        Augmentation usual,
        String sha256,
        ChannelOrder channels,
        List<String> remarks,
        List<String> classNames) {

    public DataSet {
        remarks = List.copyOf(remarks);
        classNames = List.copyOf(classNames);
    }

    /** A test set alone, for trained networks. */
    static DataSet ofTest(String name, LabelledPoints test, Normalisation normalisation) {
        return of(name, test.rows(0, 0), test, normalisation);
    }

    /** A data set with its hash and no augmentation by default. */
    static DataSet of(String name, LabelledPoints train, LabelledPoints test, Normalisation normalisation) {
        return new DataSet(name, train, test, normalisation, Augmentation.none(), ContentSum.sha256(train, test),
                ChannelOrder.LAST, List.of(), List.of());
    }

    DataSet withUsualAugmentation(Augmentation newUsual) {
        return new DataSet(name, train, test, normalisation, newUsual, sha256, channels, remarks, classNames);
    }

    DataSet withClassNames(List<String> names) {
        return new DataSet(name, train, test, normalisation, usual, sha256, channels, remarks, names);
    }

    /** The same data with further remarks. */
    DataSet withRemarks(List<String> more) {
        List<String> all = new ArrayList<>(remarks);
        all.addAll(more);
        return new DataSet(name, train, test, normalisation, usual, sha256, channels, all, classNames);
    }

    /** The same images with their channels first. O(n·d). */
    DataSet withChannelsFirst() {
        DataSet turned = of(name, channelsFirst(train), channelsFirst(test), normalisation);
        return new DataSet(name, turned.train, turned.test, normalisation, usual, turned.sha256, ChannelOrder.FIRST,
                remarks, classNames);
    }

    private static LabelledPoints channelsFirst(LabelledPoints images) {
        List<Integer> shape = new ArrayList<>(images.shape());
        int channels = shape.remove(shape.size() - 1);
        int pixels = images.points().dimension() / channels;
        shape.add(0, channels);
        // A transposition of [pixels, channels] is that of [channels, pixels] with the extents exchanged.
        FloatPoints points = ArrayPoints.turned(images.points(), pixels);
        return images.isLabelled()
                ? new LabelledPoints(points, images.labels(), images.classes(), shape)
                : LabelledPoints.unlabelled(points, shape);
    }

    /** The paper's augmentation of CIFAR; the padding is the normalised value of black. */
    public static Augmentation cropFlip(Normalisation normalisation) {
        return new CropFlip(CropFlip.USUAL_PADDING, normalisation.ofZero());
    }

    /**
     * The SHA-256 of labelled points: for each set n, d, the coordinates and the labels, as little-endian int32 and
     * float32 values.
     */
    private static final class ContentSum {

        private static final int CHUNK = 1 << 14;

        private ContentSum() {}

        static String sha256(LabelledPoints... sets) {
            MessageDigest digest = Sha256.digest();
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
}
