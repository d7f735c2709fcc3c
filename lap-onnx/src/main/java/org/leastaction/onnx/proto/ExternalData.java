package org.leastaction.onnx.proto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Weights in files beside the model, as PyTorch writes them: plain files of the model's own folder, nothing else.
 *
 * <p>A location that leads out of the folder, by its name or by a symbolic link, is refused before anything is opened.
 */
final class ExternalData implements OutsideData {

    private final Path folder;

    ExternalData(Path folder) {
        this.folder = folder;
    }

    @Override
    public Slice read(String tensor, Map<String, String> entries, long bytes) throws MalformedModelException {
        String location = entries.getOrDefault("location", "");
        Path file = locate(tensor, location);
        long offset = number(tensor, entries.getOrDefault("offset", "0"));
        long length = number(tensor, entries.getOrDefault("length", Long.toString(bytes)));
        if (length != bytes || bytes > Integer.MAX_VALUE - 64) {
            throw new MalformedModelException("the weights '" + tensor + "' in the file '" + location + "' should be "
                    + bytes + " bytes, not " + length);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            if (offset > channel.size() || length > channel.size() - offset) {
                throw new MalformedModelException("the weights '" + tensor + "' should be bytes " + offset + " to "
                        + (offset + length) + " of the file '" + location + "', which has " + channel.size());
            }
            ByteBuffer buffer = ByteBuffer.allocate((int) length);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, offset + buffer.position()) < 0) {
                    throw new MalformedModelException("the file '" + location + "' of weights became shorter");
                }
            }
            return Slice.of(buffer.array());
        } catch (IOException failure) {
            throw new MalformedModelException(
                    "its weights in the file '" + location + "' cannot be read: " + failure.getMessage(), failure);
        }
    }

    private Path locate(String tensor, String location) throws MalformedModelException {
        Path file;
        try {
            Path relative = Path.of(location);
            boolean inside = !location.isEmpty() && !relative.isAbsolute() && relative.getNameCount() == 1
                    && relative.normalize().equals(relative) && !location.contains("..");
            if (!inside) {
                throw new MalformedModelException("the weights '" + tensor + "' lie at '" + location
                        + "'; only files in the model's own folder are read");
            }
            file = folder.resolve(relative);
        } catch (InvalidPathException invalid) {
            throw new MalformedModelException("the weights '" + tensor + "' lie at no possible place", invalid);
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new MalformedModelException("its weights should lie in the file '" + location
                    + "' beside it, which is missing or no plain file");
        }
        return file;
    }

    private static long number(String tensor, String text) throws MalformedModelException {
        try {
            long value = Long.parseLong(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // told below
        }
        throw new MalformedModelException("the weights '" + tensor + "' have the place or length '" + text + "'");
    }
}
