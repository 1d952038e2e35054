local function say(...) print("script: " .. string.format(...)) end

say("%s, %d bytes packed in %d", _VERSION, 6400, #pack(string.rep("Lua calls zlib by a name it knows. ", 183):sub(1, 6400)))
say("crc32 %08x, adler32 %08x", checksum("crc32", "mortise"), checksum("adler32", "mortise"))

-- Errors are longjmp, through frames of both libraries.
local ok, message = pcall(checksum, "crc64", "mortise")
say("%s: %s", ok, message)
say("%s", select(2, pcall(function() error({ code = 42 }) end)).code)
say("%s", select(2, pcall(string.rep)))

local squares = coroutine.wrap(function(n) for i = 1, 3 do n = coroutine.yield(n * n * i) end return "end" end)
say("%d %d %d %s", squares(2), squares(3), squares(4), squares(5))

local numbers = {}
for i = 1, 1000 do numbers[i] = i * 7919 % 1009 end
table.sort(numbers, function(a, b) return a > b end)
say("%d to %d, %.6f", numbers[1], numbers[1000], math.sin(numbers[500]))
