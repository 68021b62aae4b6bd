// CloudFront runs this function for every request of the website. Its dialect (cloudfront-js-2.0) has no destructuring, no for-of
// and no optional chaining. lib/website/edge.ts prepends the constants PAGE, FILE, DOWNLOAD, HEADERS, PROBLEM,
// PAGE_NOT_FOUND and PREFLIGHT.

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it
function handler(event) {
  const request = event.request;
  const uri = request.uri;
  if (DOWNLOAD.test(uri)) return request.method === 'OPTIONS' ? answer(204, PREFLIGHT) : request;
  if (FILE.test(uri)) return request;
  if (PAGE.test(uri)) {
    request.uri = '/index.html';
    return request;
  }
  const bare = uri.slice(0, -1);
  // Only known pages are redirected, so the Location can never name another host.
  if (uri.endsWith('/') && PAGE.test(bare)) {
    return answer(301, {
      location: bare + queryOf(request.querystring),
      'cache-control': 'public, max-age=300',
    });
  }
  const accept = request.headers.accept ? request.headers.accept.value : '';
  const missing = accept.includes('text/html') ? PAGE_NOT_FOUND : PROBLEM;
  return answer(404, missing.headers, request.method === 'HEAD' ? undefined : missing.body);
}

function answer(statusCode, own, body) {
  const headers = {};
  const all = Object.assign({}, HEADERS, own);
  Object.keys(all).forEach((name) => {
    headers[name] = { value: all[name] };
  });
  const response = { statusCode: statusCode, headers: headers };
  if (body !== undefined) response.body = body;
  return response;
}

// Names and values are still percent-encoded.
function queryOf(querystring) {
  const pairs = [];
  Object.keys(querystring).forEach((name) => {
    const values = querystring[name].multiValue || [querystring[name]];
    values.forEach((item) => {
      pairs.push(item.value === '' ? name : `${name}=${item.value}`);
    });
  });
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}
