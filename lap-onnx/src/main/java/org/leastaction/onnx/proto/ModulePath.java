package org.leastaction.onnx.proto;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The path of an operation's module, which PyTorch's new exporter writes as metadata of the operation. */
final class ModulePath {

    private static final String KEY = "pkg.torch.onnx.name_scopes";

    /** One text in a list as Python writes it. */
    private static final Pattern SCOPE = Pattern.compile("'([^']*)'");

    private ModulePath() {}

    /**
     * The path in an entry of an operation's metadata, in the form of the old exporter's names: "/layer1/layer1.0" for
     * {@code ['', 'layer1', 'layer1.0', 'add_1']}, where the last scope is the operation itself.
     *
     * @return empty if the entry is another one, or if the operation belongs to no named module
     */
    static Optional<String> inMetadata(ByteSlice entry) throws MalformedModelException {
        String key = "";
        ByteSlice value = null;
        for (WireReader in = new WireReader(entry); in.next();) {
            switch (in.field()) {
                case 1 -> key = in.text();
                case 2 -> value = in.bytes();
                default -> in.skip();
            }
        }
        if (value == null || !key.equals(KEY)) {
            return Optional.empty();
        }
        List<String> scopes = SCOPE.matcher(value.text()).results().map(scope -> scope.group(1)).toList();
        List<String> modules = scopes.stream().limit(Math.max(0, scopes.size() - 1))
                .filter(scope -> !scope.isEmpty()).toList();
        return modules.isEmpty() ? Optional.empty() : Optional.of("/" + String.join("/", modules));
    }
}
