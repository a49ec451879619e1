#!/bin/sh
# Brings Chromium and Chinese fonts for the browser tests, where this machine lets us; without them those tests
# are skipped and say so.  Never fails.
command -v chromium >/dev/null 2>&1 && fc-list :lang=zh 2>/dev/null | grep -q . && exit 0
command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ] || exit 0
echo "正在安装 Chromium 和中文字体，用于浏览器测试 …" >&2
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
{ apt-get update && apt-get install --yes --no-install-recommends chromium fonts-noto-cjk; } >"$log" 2>&1 </dev/null ||
  { echo "未能安装 Chromium，浏览器测试将跳过：" >&2; tail -n 3 "$log" >&2; }
rm -f "$log"
