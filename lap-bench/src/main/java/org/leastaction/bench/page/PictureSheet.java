package org.leastaction.bench.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.leastaction.bench.data.Normalisation;
import org.leastaction.io.InputFileException;
import org.leastaction.points.LabelledPoints;

/**
 * Pictures of samples in one image, row by row, in a grid that is as nearly square as possible: its extent and the
 * number of samples determine the extent of a picture.
 */
record PictureSheet(BufferedImage image, int pictures) {

    /** Pictures with at least this many pixels are halved until they have fewer. */
    private static final int LARGE = 96;

    /**
     * The pictures of samples; empty if their shape is not that of images with channels first or last.
     *
     * @param normalisation the normalisation of the data, which is undone here
     */
    public static Optional<PictureSheet> of(LabelledPoints samples, Normalisation normalisation) {
        List<Integer> shape = samples.shape();
        if (shape.size() != 3) {
            return Optional.empty();
        }
        boolean last = isColour(shape.get(2)) && shape.get(0) > 3;
        boolean first = !last && isColour(shape.get(0));
        if (!last && !first) {
            return Optional.empty();
        }
        int height = shape.get(last ? 0 : 1);
        int width = shape.get(last ? 1 : 2);
        int channels = shape.get(last ? 2 : 0);
        if (height < 2 || width < 2) {
            return Optional.empty();
        }
        float[] values = last ? samples.points().toArray() : channelsLast(samples, channels, height * width);
        if (normalisation.mean().size() == 1 || normalisation.mean().size() == channels) {
            normalisation.undo(values);
        }
        int step = 1;
        while (Math.max(width, height) / step >= LARGE) {
            step *= 2;
        }
        return Optional.of(drawn(values, samples.size(), new int[] {height, width, channels}, step));
    }

    private static boolean isColour(int channels) {
        return channels == 1 || channels == 3;
    }

    private static float[] channelsLast(LabelledPoints samples, int channels, int pixels) {
        float[] from = samples.points().toArray();
        float[] values = new float[from.length];
        for (int i = 0; i < samples.size(); i++) {
            for (int p = 0; p < pixels; p++) {
                for (int c = 0; c < channels; c++) {
                    values[(i * pixels + p) * channels + c] = from[(i * channels + c) * pixels + p];
                }
            }
        }
        return values;
    }

    /** Black is 0 and white 1, unless the numbers are in another range. */
    private static PictureSheet drawn(float[] values, int pictures, int[] shape, int step) {
        float black = 0;
        float white = 1;
        for (float value : values) {
            black = value < -0.01f ? Math.min(black, value) : black;
            white = value > 1.01f ? Math.max(white, value) : white;
        }
        int columns = columns(pictures);
        int width = Math.max(1, shape[1] / step);
        int height = Math.max(1, shape[0] / step);
        BufferedImage sheet = new BufferedImage(columns * width, (pictures + columns - 1) / columns * height,
                BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < pictures; i++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int rgb = 0;
                    for (int c = 0; c < 3; c++) {
                        float mean = mean(values, i, shape, y * step, x * step, shape[2] == 1 ? 0 : c, step);
                        rgb = rgb << 8 | Math.round(255 * Math.max(0, Math.min(1, (mean - black) / (white - black))));
                    }
                    sheet.setRGB(i % columns * width + x, i / columns * height + y, rgb);
                }
            }
        }
        return new PictureSheet(sheet, pictures);
    }

    private static float mean(float[] values, int i, int[] shape, int y, int x, int channel, int step) {
        float sum = 0;
        int count = 0;
        for (int dy = 0; dy < step && y + dy < shape[0]; dy++) {
            for (int dx = 0; dx < step && x + dx < shape[1]; dx++) {
                sum += values[((i * shape[0] + y + dy) * shape[1] + x + dx) * shape[2] + channel];
                count++;
            }
        }
        return sum / count;
    }

    private static int columns(int pictures) {
        return (int) Math.ceil(Math.sqrt(pictures));
    }

    static PictureSheet read(Path file, int pictures) throws InputFileException {
        return InputFileException.reading(file, () -> {
            BufferedImage image = ImageIO.read(file.toFile());
            int columns = columns(pictures);
            int rows = (pictures + columns - 1) / columns;
            if (image == null || image.getWidth() % columns != 0 || image.getHeight() % rows != 0) {
                throw new InputFileException(file, "is no sheet of " + pictures + " pictures");
            }
            return new PictureSheet(image, pictures);
        });
    }

    private int width() {
        return image.getWidth() / columns(pictures);
    }

    private int height() {
        int columns = columns(pictures);
        return image.getHeight() / ((pictures + columns - 1) / columns);
    }

    /** Some of the pictures. */
    PictureSheet select(int[] chosen) {
        int columns = columns(chosen.length);
        int own = columns(pictures);
        BufferedImage some = new BufferedImage(columns * width(),
                (chosen.length + columns - 1) / columns * height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = some.createGraphics();
        for (int i = 0; i < chosen.length; i++) {
            canvas.drawImage(
                    image.getSubimage(chosen[i] % own * width(), chosen[i] / own * height(), width(), height()),
                    i % columns * width(), i / columns * height(), null);
        }
        canvas.dispose();
        return new PictureSheet(some, chosen.length);
    }

    /** As a PNG file. */
    public byte[] toBytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    ObjectNode json() throws IOException {
        return JsonNodeFactory.instance.objectNode()
                .put("uri", "data:image/png;base64," + Base64.getEncoder().encodeToString(toBytes()))
                .put("columns", columns(pictures)).put("width", width()).put("height", height());
    }
}
